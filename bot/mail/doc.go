// Package mail is the mailbox of the petitions (Art. 5.7 电子信箱): Intake reads a mailbox over IMAP and hands every letter to a Desk, Sender brings texts to
// people over SMTP.
//
// A letter is accepted when the desk has stored it, and only then does the mailbox know that it was read: whatever goes wrong before leaves it for the next
// look. Machines are not answered (bounces, automatic replies, lists, the mailbox itself), so that no two programs can write to each other for ever.
//
// It knows nothing of petitions, records or the sentences of the bot, and keeps nothing on disk. No sender, subject or word of a letter reaches its log.
package mail
