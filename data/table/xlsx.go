package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"

	"github.com/xuri/excelize/v2"

	"lifecircle/geo"
)

// ReadXLSX decodes the first worksheet that has any rows. Cells are taken as stored and not as shown, so that
// a coordinate keeps its decimals; of a formula the stored result is taken.
func ReadXLSX(r io.Reader, file string) (sheet *Sheet, err error) {
	data, err := ReadAll(r, file)
	if err != nil {
		return nil, err
	}
	refuse := func(rule, hint geo.Words) error { return &Refusal{File: file, Rule: rule, Hint: hint} }
	hintSave := geo.Say("Open it in a spreadsheet program and save it again as .xlsx or as \"CSV UTF-8\".", "请用电子表格软件打开，另存为 .xlsx 或“CSV UTF-8”。")
	// The decoder is fed with files of strangers; a panic of it must not end the program.
	defer func() {
		if p := recover(); p != nil {
			sheet, err = nil, refuse(geo.Say("the workbook is damaged: %v", "工作簿已损坏：%v", p), hintSave)
		}
	}()
	most := unzipped(len(data))
	if archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		total := uint64(0)
		for _, part := range archive.File {
			if total += min(part.UncompressedSize64, 1<<40); total > uint64(most) {
				return nil, refuse(geo.Say("the workbook unpacks to more than %d MiB, far too much for its size", "工作簿解压后超过 %d MiB，与文件大小不相称", most>>20), hintSave)
			}
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: most, UnzipXMLSizeLimit: 16 << 20,
	})
	if err != nil {
		return nil, refuse(geo.Say("this is no XLSX file that can be read: %v", "不是可读取的 XLSX 文件：%v", err), hintSave)
	}
	defer book.Close()
	for _, name := range book.GetSheetList() {
		rows, err := bookRows(book, name, most)
		var tooLarge errTooLarge
		if errors.As(err, &tooLarge) {
			return nil, refuse(geo.Words(tooLarge), geo.Say("Remove what is not needed, or import it in parts.", "请删除不需要的内容，或分批导入。"))
		}
		if err != nil {
			return nil, refuse(geo.Say("worksheet %q cannot be read: %v", "工作表“%s”无法读取：%v", clip(name), err), hintSave)
		}
		if len(rows) > 0 {
			sheet := &Sheet{File: file, Encoding: "xlsx"}
			return sheet, sheet.fill(rows)
		}
	}
	return nil, refuse(geo.Say("the workbook is empty", "工作簿为空"), geo.Say("Choose a file with a header row and one row per place.", "请选择有表头、每行一个地点的文件。"))
}

// unzipped bounds what a workbook may unpack to. Worksheets shrink by a factor of ten to fifty; a bomb, by a
// thousand.
func unzipped(size int) int64 { return min(2*MaxBytes, 100*int64(size)+16<<20) }

// errTooLarge is a worksheet that cannot be held.
type errTooLarge geo.Words

func (e errTooLarge) Error() string { return e.EN }

// bookRows reads a worksheet of at most that many bytes of text: a string that is stored once may stand in many cells.
func bookRows(book *excelize.File, name string, most int64) (rows []Row, err error) {
	iterator, err := book.Rows(name)
	if err != nil {
		return nil, err
	}
	defer iterator.Close()
	size, cellsRead := int64(0), 0
	for number := 1; iterator.Next(); number++ {
		cells, err := iterator.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		// One cell at the right end of a row makes a row of blanks, and blanks take memory too.
		if len(cells) > MaxColumns {
			return nil, errTooLarge(geo.Say("worksheet %q: row %d reaches beyond column %d", "工作表“%s”：第 %d 行超出第 %d 列", name, number, MaxColumns))
		}
		if cellsRead += len(cells); cellsRead > MaxCells {
			return nil, errTooLarge(geo.Say("worksheet %q has more than %d cells", "工作表“%s”超过 %d 个单元格", name, MaxCells))
		}
		row := Row{Number: number, Cells: cells}
		if len(cells) == 0 || row.blank() {
			if number > MaxRows {
				return nil, errTooLarge(geo.Say("worksheet %q has more than %d rows", "工作表“%s”超过 %d 行", name, MaxRows))
			}
			continue
		}
		for _, cell := range cells {
			size += int64(len(cell)) + 16
		}
		if len(rows) >= MaxRows || size > most {
			return nil, errTooLarge(geo.Say("worksheet %q is too large", "工作表“%s”过大", name))
		}
		rows = append(rows, row)
	}
	return rows, iterator.Error()
}
