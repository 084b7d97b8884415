// Package wecom speaks with WeCom 企业微信 for a self-built application: it verifies, decrypts and decodes what the platform calls back, encodes and
// encrypts the passive reply, and sends texts through the server API.
//
// The callback crypto and both XML shapes are its own strict code, because they stand between the internet and the ledger; the server API goes through
// silenceper/wechat (work and util). It knows nothing of leaders, petitions or records: a callback becomes a bot.Message, a bot.Reply becomes a passive
// reply, and what became of a send is a ledger.Outcome. It refuses to know the store, the configuration file and the sentences of the bot.
package wecom
