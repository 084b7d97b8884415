package wecom

// Place is where somebody was or pointed at. Numbers are decimal text as written.
type Place struct {
	Latitude, Longitude string // degrees; Location_X is the latitude
	Precision           string // LOCATION only
	Scale, Label, Name  string // Name is Poiname of location_select
	App                 string // AppType: wxwork, or empty
}

// Scan is a scanned code.
type Scan struct{ Type, Result string }

// Pictures is the announcement of pictures; they follow as messages of their own.
type Pictures struct {
	Count string
	MD5   []string // hex
}

func (p *Place) field(name string) *string {
	switch name {
	case "Location_X", "Latitude":
		return &p.Latitude
	case "Location_Y", "Longitude":
		return &p.Longitude
	case "Precision":
		return &p.Precision
	case "Scale":
		return &p.Scale
	case "Label":
		return &p.Label
	case "Poiname":
		return &p.Name
	case "AppType":
		return &p.App
	}
	return nil
}

func (s *Scan) field(name string) *string {
	switch name {
	case "ScanType":
		return &s.Type
	case "ScanResult":
		return &s.Result
	}
	return nil
}

func (p *Pictures) read(x *scanner, name string) bool {
	switch name {
	case "Count":
		return x.into(&p.Count)
	case "PicList":
		return x.children(func(n string) bool { return p.readItem(x, n) })
	}
	return x.skip()
}

func (p *Pictures) readItem(x *scanner, name string) bool {
	if name != "item" {
		return x.skip()
	}
	return x.children(func(n string) bool { return x.listed(n, "PicMd5Sum", &p.MD5) })
}
