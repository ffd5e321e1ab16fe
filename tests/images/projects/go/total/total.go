// Package total adds numbers.
package total

// Of is their sum.
func Of(numbers ...int) int {
	sum := 0
	for _, number := range numbers {
		sum += number
	}
	return sum
}
