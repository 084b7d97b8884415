package ledger

import "encoding/binary"

// detailCount is the number of details by which two records of one kind, day, unit and length are told apart.
const detailCount = 15

// texts are what a report says besides kind, day, unit and length, in the order of a Print: new ones come at the end.
func (d *Details) texts() [detailCount]string {
	return [...]string{
		d.Place, d.Course, d.Teacher, d.Periods, d.Start, d.PartOfDay, d.Klass, d.Subkind, d.Branch, d.Audience, d.Topic, d.Counterpart, d.Party,
		d.Matter, d.Meeting,
	}
}

// Print is one byte of each detail of a record, 0 where it is not said: from it alone most records of a day are seen to be different, so that looking
// for something entered twice decodes none of them.
type Print [detailCount]byte

// PrintOf gives the print of what was said.
func PrintOf(d *Details) Print {
	var p Print
	for i, detail := range d.texts() {
		if detail != "" {
			p[i] = byteOf(detail)
		}
	}
	return p
}

// Differs tells that two records cannot be the same thing (Activity.SameAs). If it is false they may be, and have to be read.
func (p Print) Differs(o Print) bool {
	for i := range p {
		if p[i] != 0 && o[i] != 0 && p[i] != o[i] {
			return true
		}
	}
	return false
}

// byteOf mixes a text into a byte that is not 0. It is stored: changing it needs a migration.
func byteOf(text string) byte {
	const basis, prime = 2166136261, 16777619
	sum := uint32(basis)
	for i := range len(text) {
		sum = (sum ^ uint32(text[i])) * prime
	}
	return byte(sum%255) + 1
}

// appendPrint writes which details are said, then their bytes.
func appendPrint(b []byte, p Print) []byte {
	said := uint64(0)
	for i := range p {
		if p[i] != 0 {
			said |= 1 << i
		}
	}
	b = binary.AppendUvarint(b, said)
	for i := range p {
		if p[i] != 0 {
			b = append(b, p[i])
		}
	}
	return b
}

// print reads what appendPrint wrote; details of a later program are skipped.
func (r *markReader) print() (p Print) {
	said := r.number()
	for i := range p {
		if said&(1<<i) == 0 {
			continue
		}
		if len(r.rest) == 0 {
			r.bad = true
			return p
		}
		p[i], r.rest = r.rest[0], r.rest[1:]
	}
	return p
}
