// Command report says with what it was built and called.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Println(os.Getenv("GREETING"), os.Getuid(), os.Args[1:])
}
