package ledger

import "lianxin/config/policy"

// The sentences with which imports and the close of a year say no.

func refuseImportUndone(id string) *Refusal {
	return Refuse("import_undone", "导入 %s 已经撤销过了。", id)
}

// NoImport is the refusal of an import that is not there.
func NoImport(id string) *Refusal {
	return Refuse("no_import", "没有编号为 %s 的导入。", id)
}

// NoImports is the refusal where nothing was imported that stands.
func NoImports() *Refusal {
	return Refuse("no_import", "没有导入过往年台账，或者都已撤销。")
}

func refuseImportLarge(id string, records int) *Refusal {
	return Refuse("import_large", "导入 %s 有 %d 条，太大，不能在聊天里撤销，请系统管理员在服务器上用 lianxin ledger import --undo 撤销。", id, records)
}

func refuseYearClose() *Refusal {
	return Refuse("year_close_right", "学年结账由考核小组办理。")
}

func refuseYearNotOver(year string, last policy.Date) *Refusal {
	return Refuse("year_not_over", "%s到%s才结束，结束后再结账；现在可以看“考核表”草稿。", year, last.Chinese())
}
