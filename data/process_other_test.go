//go:build !linux

package data

import (
	"os/exec"
	"testing"
)

func dropRights(t *testing.T, _ *exec.Cmd) {
	t.Skip("dropping rights is only tried on Linux")
}
