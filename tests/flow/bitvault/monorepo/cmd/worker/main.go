// Command worker does what may take longer.
package main

import "fmt"

func main() {
	fmt.Println("worker")
}
