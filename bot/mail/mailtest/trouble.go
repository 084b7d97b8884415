package mailtest

import "github.com/emersion/go-smtp"

// Trouble is what goes wrong. The zero Trouble is none.
type Trouble struct {
	NoLogin  bool // IMAP answers every password with no
	Deaf     bool // IMAP tells nobody of new mail: only who asks learns of it
	NoMarks  bool // IMAP refuses to keep flags
	CutMark  int  // the next so many times that a mail is to be marked, the connection is cut before
	CutFetch int  // the next so many times that the text of a mail is asked for, the connection is cut

	Sender   *smtp.SMTPError // the answer to MAIL FROM
	Receiver *smtp.SMTPError // the answer to RCPT TO
	Text     *smtp.SMTPError // the answer to the text
	CutText  int             // the next so many letters are taken, and the connection is cut before the answer
	CutGreet bool            // SMTP cuts the connection before it has said anything
}

// Set changes what goes wrong from now on.
func (s *Server) Set(t Trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trouble = t
}

// now gives the trouble of the moment.
func (s *Server) now() Trouble {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trouble
}

// use counts one of the trouble down; false if there is none left.
func (s *Server) use(count func(*Trouble) *int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := count(&s.trouble)
	if *n <= 0 {
		return false
	}
	*n--
	return true
}

// Cut cuts every IMAP connection.
func (s *Server) Cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		_ = c.NetConn().Close()
	}
}
