package report

import "fmt"

// The parts of a document file that are the same in every report.

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const docxNames = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"`

const docxTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
	`<Default Extension="png" ContentType="image/png"/><Default Extension="svg" ContentType="image/svg+xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>` +
	`<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`

const docxRoot = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="document" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="app" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>`

const docxApp = xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Lifecircle</Application></Properties>`

const docxSettings = xmlHead + `<w:settings ` + docxNames + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="doNotCompress"/>` +
	`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>`

const docxNumbering = xmlHead + `<w:numbering ` + docxNames + `><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="–"/><w:lvlJc w:val="left"/>` +
	`<w:pPr><w:ind w:left="284" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`

const docxFonts = xmlHead + `<w:fonts ` + docxNames + `><w:font w:name="Arial"><w:family w:val="swiss"/></w:font><w:font w:name="微软雅黑"><w:altName w:val="Microsoft YaHei"/><w:family w:val="swiss"/></w:font></w:fonts>`

// Every style names a typeface for Western and one for Chinese text, so that both look the same in Word, WPS and LibreOffice.
var docxStyles = xmlHead + `<w:styles ` + docxNames + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="微软雅黑" w:cs="Arial"/><w:color w:val="16232D"/><w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
	`<w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
	`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
	docxStyle("Title", "Title", `<w:spacing w:before="1800" w:after="160" w:line="264" w:lineRule="auto"/>`, `<w:b/><w:color w:val="123C55"/><w:sz w:val="52"/>`) +
	docxStyle("Subtitle", "Subtitle", `<w:spacing w:after="800"/>`, `<w:color w:val="485862"/><w:sz w:val="26"/>`) +
	docxStyle("Verdict", "Verdict", `<w:keepNext/><w:pBdr><w:left w:val="single" w:sz="36" w:space="8" w:color="123C55"/></w:pBdr><w:spacing w:after="200"/>`, `<w:b/><w:sz w:val="36"/>`) +
	docxStyle("Heading1", "heading 1", `<w:keepNext/><w:keepLines/><w:pBdr><w:bottom w:val="single" w:sz="8" w:space="4" w:color="123C55"/></w:pBdr><w:spacing w:before="240" w:after="200"/><w:outlineLvl w:val="0"/>`, `<w:b/><w:color w:val="123C55"/><w:sz w:val="32"/>`) +
	docxStyle("Heading2", "heading 2", `<w:keepNext/><w:keepLines/><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="C6CED3"/></w:pBdr><w:spacing w:before="200" w:after="140"/><w:outlineLvl w:val="1"/>`, `<w:b/><w:sz w:val="26"/>`) +
	docxStyle("Heading3", "heading 3", `<w:keepNext/><w:keepLines/><w:spacing w:before="180" w:after="60"/><w:outlineLvl w:val="2"/>`, `<w:b/><w:sz w:val="21"/>`) +
	docxStyle("Item", "Item", `<w:spacing w:after="50"/>`, ``) +
	docxStyle("Quiet", "Quiet", `<w:spacing w:after="80" w:line="264" w:lineRule="auto"/>`, `<w:color w:val="485862"/><w:sz w:val="17"/>`) +
	docxStyle("Head", "Table head", `<w:keepNext/><w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>`, `<w:b/><w:color w:val="485862"/><w:sz w:val="17"/>`) +
	docxStyle("Cell", "Table cell", `<w:spacing w:before="30" w:after="30" w:line="252" w:lineRule="auto"/>`, `<w:sz w:val="18"/>`) +
	docxStyle("Small", "Table small", `<w:spacing w:after="20" w:line="240" w:lineRule="auto"/>`, `<w:color w:val="5F6D76"/><w:sz w:val="16"/>`) +
	docxStyle("Gap", "Gap", `<w:spacing w:after="0" w:line="120" w:lineRule="exact"/>`, `<w:sz w:val="8"/>`) +
	docxStyle("Picture", "Picture", `<w:keepNext/><w:spacing w:after="60" w:line="240" w:lineRule="auto"/>`, ``) +
	docxStyle("Keys", "Legend", `<w:spacing w:after="40"/>`, `<w:sz w:val="17"/>`) +
	docxStyle("Running", "Running line", `<w:spacing w:after="0"/>`, `<w:color w:val="5F6D76"/><w:sz w:val="16"/>`) +
	`<w:style w:type="table" w:styleId="Lines"><w:name w:val="Lines"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="485862"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="C6CED3"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="C6CED3"/></w:tblBorders></w:tblPr></w:style>` +
	`</w:styles>`

func docxStyle(id, name, paragraph, run string) string {
	return fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, id, name, paragraph, run)
}
