package main

import "golang.org/x/sys/windows"

const codePageUTF8 = 65001

// prepareConsole makes the console show the program's output, which is UTF-8: the default code page of a Chinese
// Windows is GBK. Where standard output is no console the calls fail, and nothing needs to be done.
func prepareConsole() {
	_ = windows.SetConsoleCP(codePageUTF8)
	_ = windows.SetConsoleOutputCP(codePageUTF8)
}
