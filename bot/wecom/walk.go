package wecom

// each reads a whole document: its root must be <xml>, and read is called with the name of every child that was opened and must close it.
func (x *scanner) each(read func(name string) bool) bool {
	root, ok := x.root()
	return ok && root == "xml" && x.children(read) && x.end()
}

// children calls read for every child of the open element and closes the element.
func (x *scanner) children(read func(name string) bool) bool {
	for {
		name, ok := x.child()
		if !ok {
			return false
		}
		if name == "" {
			return true
		}
		if !read(name) {
			return false
		}
	}
}

// into reads the open element as text, or passes over it when there is no place for it.
func (x *scanner) into(field *string) (ok bool) {
	if field == nil {
		return x.skip()
	}
	*field, ok = x.text()
	return ok
}

// listed adds the open element to a list if it has the name of its entries.
func (x *scanner) listed(name, want string, list *[]string) bool {
	if name != want {
		return x.skip()
	}
	text, ok := x.text()
	*list = append(*list, text)
	return ok
}
