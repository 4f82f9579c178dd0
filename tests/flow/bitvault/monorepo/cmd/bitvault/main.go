// Command bitvault is the command line tool.
package main

import "fmt"

func main() {
	fmt.Println("bitvault")
}
