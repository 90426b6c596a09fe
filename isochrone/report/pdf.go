package report

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"lifecircle/geo"
)

// pdfTime is how long a browser may take to print a report.
const pdfTime = 2 * time.Minute

// PDF prints a page of [HTML] by a Chromium that is installed on the machine, without a window and without the network. The
// bytes hold the moment of printing: what must be the same every time is the page.
func PDF(ctx context.Context, html []byte) ([]byte, error) {
	browser, err := FindChromium()
	if err != nil {
		return nil, err
	}
	return printed(ctx, browser, html)
}

func printed(ctx context.Context, browser string, html []byte) (pdf []byte, err error) {
	folder, err := os.MkdirTemp("", "lifecircle-report-")
	if err != nil {
		return nil, geo.Fail("cannot make a temporary folder for printing: %v", "无法创建打印用临时文件夹：%v", err)
	}
	defer func() {
		// A browser that is just ending may still hold files: what cannot be removed is left to the system, and is no
		// reason to lose the report.
		for range 20 {
			if os.RemoveAll(folder) == nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
	page, out := filepath.Join(folder, "report.html"), filepath.Join(folder, "report.pdf")
	if err := os.WriteFile(page, html, 0o600); err != nil {
		return nil, geo.Fail("cannot write the page to be printed: %v", "无法写入待打印页面：%v", err)
	}
	ctx, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, append(chromiumFlags(filepath.Join(folder, "profile")), "--print-to-pdf="+out, fileURL(page))...)
	cmd.WaitDelay = 5 * time.Second
	var said bytes.Buffer
	cmd.Stderr = &said
	failed := cmd.Run()
	if ctx.Err() != nil {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return nil, geo.Fail("%s did not print the report within %v; print the HTML page from a browser instead", "%s 未能在 %v 内完成打印；请改用浏览器打开 HTML 页面打印", browser, pdfTime)
		}
		return nil, ctx.Err()
	}
	pdf, err = os.ReadFile(out)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return nil, geo.Fail("%s printed no PDF (%v): %s. Print the HTML page from a browser instead", "%s 未生成 PDF（%v）：%s。请改用浏览器打开 HTML 页面打印", browser, reason(failed, err), lastLine(said.String()))
	}
	return pdf, nil
}

func reason(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return geo.Fail("the file it wrote is no PDF", "输出文件不是 PDF")
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return shortened(clean(lines[len(lines)-1]), 200)
}

// chromiumFlags let a browser print without a window, talk to nobody and keep nothing.
func chromiumFlags(profile string) []string {
	flags := []string{"--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-default-apps", "--mute-audio", "--hide-scrollbars", "--disable-dev-shm-usage",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer", "--user-data-dir=" + profile}
	if os.Geteuid() == 0 { // Chromium refuses its sandbox to the superuser; the page is our own and loads nothing
		flags = append(flags, "--no-sandbox")
	}
	return flags
}

func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// FindChromium finds a browser that can print: the one that LIFECIRCLE_CHROMIUM names, else Chromium, Chrome or Edge where
// they usually are.
func FindChromium() (string, error) {
	if named := os.Getenv("LIFECIRCLE_CHROMIUM"); named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", geo.Fail("LIFECIRCLE_CHROMIUM names %s, which cannot be run: %v", "LIFECIRCLE_CHROMIUM 指定的 %s 无法运行：%v", named, err)
		}
		return path, nil
	}
	for _, name := range chromiumNames() {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", geo.Fail("no Chromium, Chrome or Edge was found to print the PDF: install one, or name it in LIFECIRCLE_CHROMIUM, or open the HTML page in any browser and print it",
		"未找到可用于生成 PDF 的 Chromium、Chrome 或 Edge：请安装其一，或以环境变量 LIFECIRCLE_CHROMIUM 指定，也可用任意浏览器打开 HTML 页面后打印")
}

func chromiumNames() []string {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"}
	switch runtime.GOOS {
	case "windows":
		for _, root := range []string{os.Getenv("ProgramFiles"), os.Getenv("ProgramFiles(x86)"), os.Getenv("LocalAppData")} {
			if root != "" {
				names = append(names, filepath.Join(root, `Google\Chrome\Application\chrome.exe`), filepath.Join(root, `Microsoft\Edge\Application\msedge.exe`), filepath.Join(root, `Chromium\Application\chrome.exe`))
			}
		}
	case "darwin":
		names = append(names, "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge")
	}
	return names
}
