// Package aibot speaks with WeCom 企业微信 for its other kind of application, the smart bot 智能机器人, over a long connection that the program opens itself
// (protocol 2.10): no domain, no certificate, no open port and no trusted address is needed. Messages and events come over it, replies, reminders and
// pictures go back over it; only files that people send are fetched elsewhere, encrypted.
//
// The platform asks for no receipt of a message and is not known to repeat one that was lost: what was read is handled, however long the ledger takes and
// though the program ends, and a message that could not be stored is answered with the request to say it again. A bot has one connection; who subscribes with
// the same bot takes it over, and then this side stays away for a while. The package refuses to know the store, the configuration file and the sentences of
// the bot.
package aibot
