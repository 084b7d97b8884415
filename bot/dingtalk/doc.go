// Package dingtalk speaks with DingTalk 钉钉 for the robot of an enterprise's own application: it takes what the platform brings, over HTTP (webhook mode) or
// over a long connection that it opens itself (stream mode), answers through the session of the conversation, and sends texts, cards and group messages
// through the server API.
//
// Both ways in lead to one Intake: a message is acknowledged once the bot has stored it, and its reply is told once, however often the platform repeats
// it. The package knows nothing of leaders, petitions or records: what arrives becomes a bot.Message, and what became of a send is a ledger.Outcome. It
// refuses to know the store, the configuration file and the sentences of the bot.
package dingtalk
