package data

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"lifecircle/geo"
)

// CheckTarget refuses a path to which no result may be written: a folder, something that is no file, such as a
// device, and above all a workspace, which holds what somebody imported. A path where nothing stands is fine.
func CheckTarget(path string) error {
	path = resolved(path)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return explain(path, err)
	case info.IsDir():
		return &FileError{Path: path, Rule: ErrTarget, Detail: geo.Say("the path names a folder", "路径是文件夹"), Hint: geo.Say("Give the file a name.", "请给出文件名。")}
	case !info.Mode().IsRegular():
		return &FileError{Path: path, Rule: ErrTarget, Detail: geo.Say("this is no file that can be replaced", "这不是可以替换的文件"), Hint: geo.Say("Leave -o away to write to standard output.", "不加 -o 即写到标准输出。")}
	}
	if !isDatabase(path) {
		return nil
	}
	w, err := OpenReadOnly(path)
	if err == nil {
		err = w.Close()
	} else if errors.Is(err, ErrNotWorkspace) || errors.Is(err, ErrNotGeoPackage) {
		return nil
	}
	return &FileError{Path: path, Rule: ErrTarget, Err: err, Detail: geo.Say("this is a workspace; a result never replaces one", "这是项目文件；结果不会覆盖项目文件"), Hint: geo.Say("Give the result another name.", "请为结果另起文件名。")}
}

// resolved follows symbolic links, so that the file they lead to is replaced and not the link.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

func isDatabase(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	head := make([]byte, 16)
	_, err = io.ReadFull(file, head)
	return err == nil && string(head) == "SQLite format 3\x00"
}
