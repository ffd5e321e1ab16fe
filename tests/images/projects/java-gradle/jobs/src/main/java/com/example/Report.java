package com.example;

import java.nio.file.Files;
import java.nio.file.Path;

public class Report {
    public static void main(String[] arguments) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("ended")));
        Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        System.out.println("report " + Math.max(2, 3) + " " + uid);
        if (System.getenv("WAIT") != null) {
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
