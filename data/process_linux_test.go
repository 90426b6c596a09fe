package data

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"lifecircle/geo"
)

// dropRights makes a command run as nobody where the tests run as root, whom no permission stops.
func dropRights(t *testing.T, cmd *exec.Cmd) {
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		return
	}
	// Without root the folder itself must be closed.
	folder := filepath.Dir(cmd.Env[len(cmd.Env)-1][len("LIFECIRCLE_TEST_PATH="):])
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o755) })
}

func TestReallyFullDisk(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("a small disk cannot be made here (%v): this test needs root", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(folder, "town.gpkg")
	w, err := OpenOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	if err := w.PutTown(t.Context(), bigTown(20000)); !errors.Is(err, ErrDiskFull) {
		t.Errorf("importing: %v", err)
	}
	if err := w.CopyTo(t.Context(), filepath.Join(folder, "copy.gpkg")); err == nil {
		if err := w.CopyTo(t.Context(), filepath.Join(folder, "copy2.gpkg")); !errors.Is(err, ErrDiskFull) {
			t.Errorf("copying: %v", err)
		}
	} else if !errors.Is(err, ErrDiskFull) {
		t.Errorf("copying: %v", err)
	}
	var big geo.Layer
	big.Name = "big"
	for _, s := range bigTown(40000).Streets {
		big.Features = append(big.Features, geo.Feature{Geometry: s.Line})
	}
	if err := WriteFile(filepath.Join(folder, "big.gpkg"), big); !errors.Is(err, ErrDiskFull) {
		t.Errorf("exporting: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	wantSmallTown(t, path)
}
