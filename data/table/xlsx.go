package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// ReadXLSX decodes the first worksheet that has any rows. Cells are taken as stored and not as shown, so that
// a coordinate keeps its decimals; of a formula the stored result is taken.
func ReadXLSX(r io.Reader, file string) (sheet *Sheet, err error) {
	data, err := ReadAll(r, file)
	if err != nil {
		return nil, err
	}
	refuse := func(rule, hint string) error { return &Refusal{File: file, Rule: rule, Hint: hint} }
	const hintSave = "Open it in a spreadsheet program and save it again as .xlsx or as \"CSV UTF-8\"."
	// The decoder is fed with files of strangers; a panic of it must not end the program.
	defer func() {
		if p := recover(); p != nil {
			sheet, err = nil, refuse(fmt.Sprintf("the workbook is damaged: %v", p), hintSave)
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: 2 * MaxBytes, UnzipXMLSizeLimit: 16 << 20,
	})
	if err != nil {
		return nil, refuse(fmt.Sprintf("this is no XLSX file that can be read: %v", err), hintSave)
	}
	defer book.Close()
	for _, name := range book.GetSheetList() {
		rows, err := bookRows(book, name)
		var tooLarge errTooLarge
		if errors.As(err, &tooLarge) {
			return nil, refuse(string(tooLarge), "Remove what is not needed, or import it in parts.")
		}
		if err != nil {
			return nil, refuse(fmt.Sprintf("worksheet %q cannot be read: %v", clip(name), err), hintSave)
		}
		if len(rows) > 0 {
			sheet := &Sheet{File: file, Encoding: "xlsx"}
			return sheet, sheet.fill(rows)
		}
	}
	return nil, refuse("the workbook is empty", "Choose a file with a header row and one row per place.")
}

type errTooLarge string

func (e errTooLarge) Error() string { return string(e) }

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
				return nil, errTooLarge(fmt.Sprintf("worksheet %q has more than %d rows", name, MaxRows))
			}
			continue
		}
		for _, cell := range cells {
			size += len(cell) + 16
		}
		if len(rows) >= MaxRows || size > 2*MaxBytes {
			return nil, errTooLarge(fmt.Sprintf("worksheet %q is too large", name))
		}
		rows = append(rows, row)
	}
	return rows, iterator.Error()
}
