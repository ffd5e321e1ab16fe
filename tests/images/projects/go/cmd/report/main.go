// Command report says what it has added.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"example.com/reports/total"
)

func main() {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM)
	fmt.Println("report", total.Of(1, 2), os.Getuid())
	if _, wait := os.LookupEnv("WAIT"); wait {
		<-ended
		fmt.Println("ended")
	}
}
