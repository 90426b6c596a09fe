package data

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What can be wrong with a workspace file. Each comes wrapped in a [FileError]; test with [errors.Is].
var (
	ErrNoFile        = errors.New("there is no such file")
	ErrNotGeoPackage = errors.New("this is not a GeoPackage")
	ErrNotWorkspace  = errors.New("this GeoPackage was not made by Lifecircle")
	ErrNewerVersion  = errors.New("this workspace was made by a newer version of Lifecircle")
	ErrOlderVersion  = errors.New("this workspace was made by an older version of Lifecircle and cannot be upgraded, because it is read-only")
	ErrReadOnly      = errors.New("the file or its folder cannot be written")
	ErrDiskFull      = errors.New("the disk is full")
	ErrLocked        = errors.New("another program is writing to this workspace")
	ErrDamaged       = errors.New("the file is damaged")
	ErrNoLayer       = errors.New("there is no such layer")
	ErrLayerName     = errors.New("this name cannot be given to a layer")
	ErrFormat        = errors.New("this file format cannot be written")
)

// FileError says what is wrong with which file, and what to do next.
type FileError struct {
	Path   string
	Rule   error  // one of the Err… values of this package
	Detail string // the value that broke the rule, "" if the rule says it all
	Hint   string // what to do next
	Err    error  // the error underneath, nil if none
}

func (e *FileError) Error() string {
	text := e.Path + ": " + e.Rule.Error()
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	var known *fs.PathError // says no more than path and rule
	if e.Err != nil && !errors.As(e.Err, &known) {
		text += fmt.Sprintf(" (%v)", e.Err)
	}
	return text
}

// Unwrap gives the rule and the error underneath.
func (e *FileError) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Rule}
	}
	return []error{e.Rule, e.Err}
}

// explain turns an error of SQLite or of the operating system into a [FileError] where it knows the rule
// that was broken, and otherwise names the file it happened to.
func explain(path string, err error) error {
	var already *FileError
	if err == nil || errors.As(err, &already) {
		return err
	}
	fail := func(rule error, hint string) error {
		return &FileError{Path: path, Rule: rule, Hint: hint, Err: err}
	}
	const hintFull = "Free some space, or work on another disk. Nothing was changed."
	const hintReadOnly = "Copy the file to a folder where you may write, or ask for the permission to write here. Nothing was changed."
	var s *sqlite.Error
	if errors.As(err, &s) {
		switch s.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			return fail(ErrDiskFull, hintFull)
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return fail(ErrLocked, "Wait until the other import is done, then try again. Nothing was changed.")
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
			return fail(ErrReadOnly, hintReadOnly)
		case sqlite3.SQLITE_NOTADB:
			return fail(ErrNotGeoPackage, "Choose a .gpkg file made by 'lifecircle import'.")
		case sqlite3.SQLITE_CORRUPT:
			return fail(ErrDamaged, "Restore a copy of it, or make it again with 'lifecircle import'.")
		}
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fail(ErrDiskFull, hintFull)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fail(ErrReadOnly, hintReadOnly)
	case errors.Is(err, os.ErrNotExist):
		return fail(ErrNoFile, "Check the path: the file or its folder does not exist.")
	}
	if strings.Contains(err.Error(), path) {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}
