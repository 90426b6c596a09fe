//go:build !windows

package main

// prepareConsole makes the console show the program's output, which is UTF-8. Only Windows needs it.
func prepareConsole() {}
