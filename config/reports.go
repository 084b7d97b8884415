package config

// Reports says how documents that are handed in look. "" = what comes with the program.
type Reports struct {
	Template string // path of a template
	FontPath string // path of a font with Chinese letters
}

func (r *Reports) read(v value) {
	v.mapping(
		optional("template", existing(&r.Template)),
		optional("font_path", existing(&r.FontPath)),
	)
}

// existing reads the path of a file that can be read.
func existing(to *string) func(value) {
	return func(v value) {
		var path string
		filePath(&path)(v)
		if path == "" {
			return
		}
		if _, err := v.src.read(path); err != nil {
			v.fault(sayUnreadable, reason(err))
			return
		}
		*to = path
	}
}
