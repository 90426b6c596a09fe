package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// readBounded reads a file that is to be small; one that goes on, such as a device, is refused.
func readBounded(path string, limit int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	if int64(len(text)) > limit {
		return nil, fmt.Errorf("%s: larger than %d kB, which is not what is expected here", path, limit>>10)
	}
	return text, nil
}
