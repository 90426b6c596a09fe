package data

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"lifecircle/geo"
)

// What can be wrong with a workspace file. Each comes wrapped in a [FileError]; test with [errors.Is].
var (
	ErrNoFile        = geo.Fail("there is no such file", "文件不存在")
	ErrNotGeoPackage = geo.Fail("this is not a GeoPackage", "不是 GeoPackage 文件")
	ErrNotWorkspace  = geo.Fail("this GeoPackage was not made by Lifecircle", "该 GeoPackage 不是由本程序创建的项目文件")
	ErrNewerVersion  = geo.Fail("this workspace was made by a newer version of Lifecircle", "该项目文件由更新版本的程序创建")
	ErrOlderVersion  = geo.Fail("this workspace was made by an older version of Lifecircle and cannot be upgraded, because it is read-only", "该项目文件由旧版本程序创建，因只读而无法升级")
	ErrReadOnly      = geo.Fail("the file or its folder cannot be written", "文件或其所在文件夹不可写")
	ErrDiskFull      = geo.Fail("the disk is full", "磁盘已满")
	ErrLocked        = geo.Fail("another program is writing to this workspace", "另一个程序正在写入该项目文件")
	ErrDamaged       = geo.Fail("the file is damaged", "文件已损坏")
	ErrNoLayer       = geo.Fail("there is no such layer", "图层不存在")
	ErrLayerName     = geo.Fail("this name cannot be given to a layer", "图层不能使用该名称")
	ErrNoScenario    = geo.Fail("there is no such scenario", "方案不存在")
	ErrManyScenarios = geo.Fail("the workspace holds as many scenarios as it may", "项目文件中的方案数已达上限")
	ErrNoSnapshot    = geo.Fail("there is no such snapshot", "评估存档不存在")
	ErrManySnapshots = geo.Fail("the workspace holds as many snapshots as it may", "项目文件中的评估存档数已达上限")
	ErrFrozen        = geo.Fail("the snapshot is frozen: it can be neither replaced nor deleted", "评估存档已定稿，不能替换或删除")
	ErrTarget        = geo.Fail("no result can be written here", "结果不能写到这里")
	ErrFormat        = geo.Fail("this file format cannot be written", "不支持导出为该文件格式")
)

// FileError says what is wrong with which file, and what to do next.
type FileError struct {
	Path   string
	Rule   error     // one of the Err… values of this package
	Detail geo.Words // the value that broke the rule, nothing if the rule says it all
	Hint   geo.Words // what to do next
	Err    error     // the error underneath, nil if none
}

// Error is the error in English.
func (e *FileError) Error() string { return e.InWords().EN }

// InWords is the error in both languages, without the hint.
func (e *FileError) InWords() geo.Words {
	words := geo.Say("%s: %v", "%s：%v", e.Path, e.Rule)
	if !e.Detail.Empty() {
		words = geo.Say("%v: %v", "%v：%v", words, e.Detail)
	}
	var known *fs.PathError // says no more than path and rule
	if e.Err != nil && !errors.As(e.Err, &known) {
		words = geo.Say("%v (%v)", "%v（%v）", words, e.Err)
	}
	return words
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
	fail := func(rule error, hint geo.Words) error {
		return &FileError{Path: path, Rule: rule, Hint: hint, Err: err}
	}
	hintFull := geo.Say("Free some space, or work on another disk. Nothing was changed.", "请腾出磁盘空间或换用其他磁盘；未作任何更改。")
	hintReadOnly := geo.Say("Copy the file to a folder where you may write, or ask for the permission to write here. Nothing was changed.", "请把文件复制到可写的文件夹，或申请写入权限；未作任何更改。")
	var s *sqlite.Error
	if errors.As(err, &s) {
		switch s.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			return fail(ErrDiskFull, hintFull)
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return fail(ErrLocked, geo.Say("Wait until the other import is done, then try again. Nothing was changed.", "请等待另一项导入完成后重试；未作任何更改。"))
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
			return fail(ErrReadOnly, hintReadOnly)
		case sqlite3.SQLITE_NOTADB:
			return fail(ErrNotGeoPackage, geo.Say("Choose a .gpkg file made by 'lifecircle import'.", "请选择由本程序导入生成的 .gpkg 文件。"))
		case sqlite3.SQLITE_CORRUPT:
			return fail(ErrDamaged, geo.Say("Restore a copy of it, or make it again with 'lifecircle import'.", "请恢复备份，或重新导入生成。"))
		}
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fail(ErrDiskFull, hintFull)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fail(ErrReadOnly, hintReadOnly)
	case errors.Is(err, os.ErrNotExist):
		return fail(ErrNoFile, geo.Say("Check the path: the file or its folder does not exist.", "请检查路径：文件或文件夹不存在。"))
	}
	if strings.Contains(err.Error(), path) {
		return err
	}
	return geo.Fail("%s: %v", "%s：%v", path, err)
}
