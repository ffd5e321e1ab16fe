package com.example;

public class Report {
    public static void main(String[] arguments) {
        System.out.println("report");
    }
}
