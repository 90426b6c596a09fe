package table

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"lifecircle/geo"
)

// Encoding is how a text file writes its characters.
type Encoding string

// Auto takes UTF-8 where the bytes are valid UTF-8 and GB18030 (which holds GBK and GB2312) otherwise.
const (
	Auto    Encoding = ""
	UTF8    Encoding = "utf-8"
	GB18030 Encoding = "gb18030"
)

// ParseEncoding reads the name of an encoding: auto (or empty), utf-8, gb18030, and gbk and gb2312 for the latter.
func ParseEncoding(name string) (Encoding, error) {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "", "auto":
		return Auto, nil
	case "utf-8", "utf8", "utf-8-sig", "utf8-bom":
		return UTF8, nil
	case "gb18030", "gbk", "gb2312", "cp936":
		return GB18030, nil
	}
	return Auto, geo.Fail("encoding %q is not known: use utf-8, gb18030 or auto", "无法识别编码“%s”：可用 utf-8、gb18030 或 auto", clip(name))
}

// maxUnreadable is the share of characters beyond ASCII that may be unreadable in a GB18030 file. Old
// private-use characters in names decode to nothing; a file in another encoding loses far more.
const maxUnreadable = 0.01

// DecodeText turns the bytes of a file into UTF-8 text without a byte order mark. It tells the encoding it
// found and warns of characters it could not read; bytes that are not in the encoding asked for are a
// [*Refusal] that names the first bad line.
func DecodeText(file string, data []byte, encoding Encoding) (text []byte, found Encoding, warnings []Warning, err error) {
	refuse := func(line int, rule, hint geo.Words) error {
		return &Refusal{File: file, Row: line, Rule: rule, Hint: hint}
	}
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return nil, "", nil, refuse(0, geo.Say("the file is UTF-16 text", "文件是 UTF-16 文本"), geo.Say("Save it again as \"CSV UTF-8\".", "请另存为“CSV UTF-8”。"))
	}
	body, marked := bytes.CutPrefix(data, []byte("\ufeff"))
	bad := firstInvalid(body)
	switch {
	case bad < 0 && (encoding != GB18030 || marked):
		if encoding == GB18030 {
			return nil, "", nil, refuse(0, geo.Say("the file begins with the mark of UTF-8 but --encoding says gb18030", "文件带有 UTF-8 标记，但 --encoding 指定为 gb18030"), geo.Say("Leave --encoding out.", "请不要指定编码（--encoding）。"))
		}
		return body, UTF8, nil, nil
	case bad < 0 && mostlyUTF8(body):
		return nil, "", nil, refuse(0, geo.Say("the file is UTF-8 but --encoding says gb18030", "文件是 UTF-8，但 --encoding 指定为 gb18030"), geo.Say("Leave --encoding out.", "请不要指定编码（--encoding）。"))
	case encoding == UTF8 || marked:
		return nil, "", nil, refuse(lineOf(body, bad), geo.Say("the bytes here are not UTF-8", "此处的字节不是 UTF-8"), geo.Say("The file is probably GBK: use --encoding gb18030, or leave --encoding out.", "文件可能是 GBK：请指定 --encoding gb18030，或不指定编码。"))
	case encoding == Auto && mostlyUTF8(body):
		return nil, "", nil, refuse(lineOf(body, bad), geo.Say("the file is UTF-8 but the bytes here are broken", "文件是 UTF-8，但此处的字节已损坏"), geo.Say("Repair this line, or get the file again: it may have been cut or joined from parts in different encodings.", "请修复此行或重新获取文件：文件可能被截断，或由不同编码的部分拼接而成。"))
	}
	text, err = simplifiedchinese.GB18030.NewDecoder().Bytes(body)
	if err != nil {
		return nil, "", nil, refuse(0, geo.Say("the file cannot be read as GB18030: %v", "文件无法按 GB18030 读取：%v", err), geo.Say("Save it again as \"CSV UTF-8\".", "请另存为“CSV UTF-8”。"))
	}
	lost, beyondASCII := 0, 0
	var examples []string
	for i, r := range string(text) {
		if r < utf8.RuneSelf {
			continue
		}
		beyondASCII++
		if r == utf8.RuneError {
			lost++
			if len(examples) < maxExamples {
				examples = append(examples, fmt.Sprintf("line %d", lineOf(text, i)))
			}
		}
	}
	if lost == 0 {
		return text, GB18030, nil, nil
	}
	share := 100 * float64(lost) / float64(beyondASCII)
	if float64(lost) > maxUnreadable*float64(beyondASCII) {
		return nil, "", nil, refuse(lineOf(text, bytes.Index(text, []byte("\ufffd"))),
			geo.Say("%d of %d characters beyond ASCII (%.1f %%) are unreadable as GB18030, the first ones here", "%[2]d 个非 ASCII 字符中有 %[1]d 个（%.1[3]f%%）无法按 GB18030 识别，首处在此", lost, beyondASCII, share),
			geo.Say("The file is in another encoding, or no text. Open it in a spreadsheet program and save it as \"CSV UTF-8\".", "文件为其他编码或不是文本；请用电子表格软件打开并另存为“CSV UTF-8”。"))
	}
	return text, GB18030, []Warning{{
		Code: "unreadable_characters", Count: lost, Examples: examples,
		Text:   fmt.Sprintf("%d characters (%.2f %% of those beyond ASCII) could not be read as GB18030 and became \ufffd", lost, share),
		TextZH: fmt.Sprintf("%d 个字符（占非 ASCII 字符的 %.2f%%）无法按 GB18030 识别，已显示为 \ufffd", lost, share),
	}}, nil
}

// firstInvalid is the offset of the first byte that is not UTF-8, or -1.
func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// mostlyUTF8 tells UTF-8, be it with a few broken bytes, from GBK, in which a valid sequence of three bytes is
// a rare accident and several of them without a broken one are none.
func mostlyUTF8(data []byte) bool {
	valid, broken := 0, 0
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 2: // Han characters take three bytes
			valid++
		}
		i += size
	}
	return valid > 3*broken+3
}

func lineOf(data []byte, offset int) int {
	if offset < 0 {
		return 0
	}
	return 1 + bytes.Count(data[:offset], []byte{'\n'})
}
