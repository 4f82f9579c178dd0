// Command bitvaultd keeps the vaults.
package main

import "fmt"

func main() {
	fmt.Println("bitvaultd")
}
