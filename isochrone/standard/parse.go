package standard

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"lifecircle/geo"
)

// The bounds keep a hostile or mistaken file from becoming work.
const (
	maxFileBytes = 1 << 20
	maxChecks    = 500
	maxMembers   = 100 // of a set, of the services of a check, of its attributes
	maxSets      = 200 // and bundles, groups and tiers, each
	maxDepth     = 8   // of the file's nesting; a plan needs five
)

// Parse reads a standard from YAML. What a file may hold, and what it means, stands at the head of the built-in ones. A
// file that breaks any rule is a [FileError], which tells every problem at once; a text that is no YAML at all, or is
// too large, fails alone.
func Parse(text []byte) (*Standard, error) {
	document, err := parseYAML(text)
	if err != nil {
		return nil, err
	}
	root := document.Content[0]
	f := &file{}
	f.refuseTricks(root, 0)
	if err := f.problems.err(); err != nil {
		return nil, err
	}
	s := f.standard(root)
	if err := f.problems.err(); err != nil {
		return nil, err
	}
	s.Text = bytes.Clone(text)
	return s, nil
}

// parseYAML gives the one document of a text, which has content.
func parseYAML(text []byte) (*yaml.Node, error) {
	switch {
	case len(text) > maxFileBytes:
		return nil, geo.Fail("the file of a standard is larger than %d kB", "标准文件大于 %d kB", maxFileBytes>>10)
	case !utf8.Valid(text):
		return nil, geo.Fail("the file of a standard is not UTF-8: save it as UTF-8", "标准文件不是 UTF-8 编码：请另存为 UTF-8")
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document, another yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		return nil, geo.Fail("the file of a standard is empty", "标准文件为空")
	case err != nil:
		return nil, notYAML(err)
	}
	if err := decoder.Decode(&another); !errors.Is(err, io.EOF) {
		if err != nil {
			return nil, notYAML(err)
		}
		return nil, geo.Fail("line %d: a file holds one standard: remove the line --- and what follows it, or save it as another file",
			"第 %d 行：一个文件只能有一个标准：请删除 --- 及其后内容，或另存为一个文件", another.Line)
	}
	if len(document.Content) != 1 {
		return nil, geo.Fail("the file of a standard is empty", "标准文件为空")
	}
	return &document, nil
}

// notYAML explains what the YAML library says, which is English alone.
func notYAML(err error) error {
	return geo.Fail("the file of a standard is no YAML: %s. Indent with spaces; put a blank after each colon; put texts that begin with > %% @ & * ! | [ { or # in quotation marks, such as \">=\"",
		"标准文件不是有效的 YAML：%s。请用空格缩进；冒号用英文冒号且后接空格；以 > %% @ & * ! | [ { # 开头的文字须加引号，例如 \">=\"",
		strings.TrimPrefix(err.Error(), "yaml: "))
}

// refuseTricks refuses what YAML can do beyond plain data: values that stand for others, types by tags, deep nesting.
func (f *file) refuseTricks(n *yaml.Node, depth int) {
	switch {
	case n.Kind == yaml.AliasNode:
		f.fault(n, "", geo.Say("references (*) are not used in standards: write the value out", "标准文件不使用引用（*），请直接写出内容"))
		return
	case n.Anchor != "":
		f.fault(n, "", geo.Say("anchors (&) are not used in standards: remove it; a text that begins with & needs quotation marks", "标准文件不使用锚点（&），请删除；以 & 开头的文字须加引号"))
	case n.Style&yaml.TaggedStyle != 0:
		f.fault(n, "", geo.Say("type tags (!) are not used in standards: remove it; a text that begins with ! needs quotation marks", "标准文件不使用类型标签（!），请删除；以 ! 开头的文字须加引号"))
	case depth > maxDepth:
		f.fault(n, "", geo.Say("nested more than %d deep", "嵌套超过 %d 层", maxDepth))
		return
	}
	for i, inner := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && inner.Value == "<<" {
			f.fault(inner, "<<", geo.Say("merging (<<) is not used in standards: write the values out", "标准文件不使用合并键（<<），请直接写出内容"))
		}
		f.refuseTricks(inner, depth+1)
	}
}
