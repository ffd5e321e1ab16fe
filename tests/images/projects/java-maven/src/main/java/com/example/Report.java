package com.example;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.lang3.math.NumberUtils;

public class Report {
    public static void main(String[] arguments) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("ended")));
        Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        System.out.println("report " + NumberUtils.max(1, 2, 3) + " " + uid);
        if (System.getenv("WAIT") != null) {
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
