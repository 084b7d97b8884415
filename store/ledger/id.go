package ledger

import (
	"cmp"
	"strconv"
)

// The letters before the number of a record, by which people say what kind of record they mean.
const (
	ActivityLetters  = "HD" // 活动: HD2026-0117
	PetitionLetters  = "XF" // 信访: XF2026-0042
	PlanLetters      = "JH" // 计划: JH2026-0003
	BookingLetters   = "YY" // 预约: YY2026-0001
	SwapLetters      = "DB" // 调班: DB2026-0001
	SheetLetters     = "JD" // 接待登记: JD2026-0007
	AbsenceLetters   = "MJ" // 没见到人: MJ2026-0001
	ExemptionLetters = "JM" // 减免: JM2026-0002
	PauseLetters     = "ZT" // 暂停提醒: ZT2026-0001
	ImportLetters    = "DR" // 导入: DR2026-0001
	SnapshotLetters  = "JZ" // 学年结账: JZ2026-0001
)

// Serial is the number of a record without its letters: the calendar year of registration in school time and the place in that year, from 1.
// Serials of one kind are ordered like the instants of registration, also past 9999 in a year. The zero Serial is no record's.
type Serial struct {
	Year   uint16
	Number uint32
}

// Compare orders serials by registration: below 0 if s comes before o, above 0 if it comes after.
func (s Serial) Compare(o Serial) int {
	return cmp.Or(cmp.Compare(s.Year, o.Year), cmp.Compare(s.Number, o.Number))
}

// ID gives the sayable form: HD2026-0001, HD2026-10000.
func (s Serial) ID(letters string) string {
	b := make([]byte, 0, 16)
	b = append(b, letters...)
	b = strconv.AppendUint(b, uint64(s.Year), 10)
	b = append(b, '-')
	for limit := uint32(1000); limit > 1 && s.Number < limit; limit /= 10 {
		b = append(b, '0')
	}
	return string(strconv.AppendUint(b, uint64(s.Number), 10))
}

// ParseID reads the form that ID gives and nothing else, so that every record has one spelling. False for anything else.
func ParseID(letters, id string) (Serial, bool) {
	n := len(letters)
	if len(id) < n+len("2026-0001") || len(id) > n+len("2026-4294967295") || id[:n] != letters || id[n+4] != '-' {
		return Serial{}, false
	}
	year, err := strconv.ParseUint(id[n:n+4], 10, 16)
	if err != nil {
		return Serial{}, false
	}
	number, err := strconv.ParseUint(id[n+5:], 10, 32)
	if err != nil || number == 0 {
		return Serial{}, false
	}
	s := Serial{Year: uint16(year), Number: uint32(number)}
	return s, s.ID(letters) == id
}
