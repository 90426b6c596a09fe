package table

import (
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
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: 2 * MaxBytes, UnzipXMLSizeLimit: 16 << 20,
	})
	if err != nil {
		return nil, refuse(geo.Say("this is no XLSX file that can be read: %v", "不是可读取的 XLSX 文件：%v", err), hintSave)
	}
	defer book.Close()
	for _, name := range book.GetSheetList() {
		rows, err := bookRows(book, name)
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

// errTooLarge is a worksheet that cannot be held.
type errTooLarge geo.Words

func (e errTooLarge) Error() string { return e.EN }

func bookRows(book *excelize.File, name string) (rows []Row, err error) {
	iterator, err := book.Rows(name)
	if err != nil {
		return nil, err
	}
	defer iterator.Close()
	size := 0
	for number := 1; iterator.Next(); number++ {
		cells, err := iterator.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		row := Row{Number: number, Cells: cells}
		if len(cells) == 0 || row.blank() {
			if number > MaxRows {
				return nil, errTooLarge(geo.Say("worksheet %q has more than %d rows", "工作表“%s”超过 %d 行", name, MaxRows))
			}
			continue
		}
		for _, cell := range cells {
			size += len(cell) + 16
		}
		if len(rows) >= MaxRows || size > 2*MaxBytes {
			return nil, errTooLarge(geo.Say("worksheet %q is too large", "工作表“%s”过大", name))
		}
		rows = append(rows, row)
	}
	return rows, iterator.Error()
}
