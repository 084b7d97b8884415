package phrase

import "strings"

// Kinds of places, as a record of a visit names them.
var placeKinds = [...]string{"", "教室", "食堂", "宿舍", "图书馆", "实验室", "办公室", "场馆", "其他"}

// Indexes of placeKinds.
const (
	placeNone = iota
	placeClassroom
	placeCanteen
	placeDorm
	placeLibrary
	placeLab
	placeOffice
	placeHall
	placeOther
)

// placeWords are places of a campus.
var placeWords = [...]string{
	placeClassroom: "教室 主楼 教学楼 教学楼群 阶梯教室 智慧教室 课室 多媒体教室 语音室 画室 琴房 舞蹈房 实训楼 公教楼 综合楼 教学区 课堂 自习室 考研自习室 通宵自习室 形体房 排练厅 录播室 考场",
	placeCanteen:   "食堂 饭堂 餐厅 饭堂后厨 食堂后厨 后厨 学生食堂 教工食堂 清真食堂 清真餐厅 教工餐厅 学生饭堂 教工饭堂 美食广场 窗口",
	placeDorm:      "宿舍 宿舍楼 学生宿舍 寝室 公寓 学生公寓 宿舍区 北苑 南苑 东苑 西苑 榕园 竹园 梅园 兰园 菊园 荷园 桂园 松园 教师公寓 研究生宿舍 研究生公寓 学生宿舍区 女生宿舍 男生宿舍 新生宿舍 教工宿舍 人才公寓 周转房 新宿舍楼 新宿舍 宿舍园区 学生社区 一站式学生社区 一站式社区",
	placeLibrary:   "图书馆 阅览室 书库 校图书馆 资料室",
	placeLab:       "标本室 标本馆 陈列室 展厅 展览室 录音棚 琴行 暗房 植物园 动物房 实验室 实训室 机房 实验楼 重点实验室 实训中心 实验中心 工程中心 温室 实习基地 实训基地 工作室 研究所 科研楼 实验基地",
	placeOffice:    "办公室 行政楼 办公楼 会议室 报告厅 学术报告厅 老干中心 老干部活动中心 离退休活动中心 老干部活动室 活动中心 学生活动中心 大学生活动中心 教工之家 党员之家 活动室 教研室办公室 一站式服务中心 办事大厅 服务大厅 党员活动室 大礼堂 礼堂",
	placeHall:      "体育馆 操场 球场 田径场 游泳馆 游泳池 运动场 篮球场 足球场 羽毛球馆 体育场 健身房 网球场 排球场",
	placeOther:     "校医院 医务室 校门 东门 南门 西门 北门 快递站 快递点 菜鸟驿站 超市 商业街 停车场 充电桩 车棚 校园 一线 工地 施工现场 施工工地 基建工地 校车 班车 浴室 澡堂 开水房 洗衣房 湖边 广场 校道 路口 校史馆 幼儿园 附小 附中 附属小学 附属中学 家属区 宿舍门口 打印店 文印店 水房 心理咨询中心 心理中心 就业中心 创业园 双创基地 东区 西区 南区 北区 新校区 老校区 南校区 北校区 东校区 西校区 主校区 校区",
}

// placeKind gives the kind of a place by the last word of its name.
func placeKind(name string) int32 {
	switch {
	case strings.Contains(name, "饭堂"), strings.Contains(name, "食堂"), strings.Contains(name, "餐厅"):
		return placeCanteen
	case strings.Contains(name, "宿舍"), strings.Contains(name, "公寓"), strings.Contains(name, "栋"), strings.Contains(name, "幢"):
		return placeDorm
	case strings.Contains(name, "教"):
		return placeClassroom
	case strings.Contains(name, "实验"):
		return placeLab
	case strings.Contains(name, "馆"):
		return placeHall
	case strings.Contains(name, "会议室"):
		return placeOffice
	}
	return placeOther
}

// placePrefix are the characters in front of a place that belong to its name: 北苑宿舍, 东区球场, 第二食堂.
const placePrefix = "东西南北中新老旧一二三四五六七八九十甲乙丙丁苑园区校楼栋号第大小男女研本学生教工清真院系主综合公共图书科技教育艺术体育音乐物理化学生物计算机旧附民族榕竹梅兰菊荷桂松柏樟紫荆明德博厚知行思源至善笃静雅慧文理工"

// foreignUnits are names of units that some school has: where a school does not have them they keep the shorter name inside from being read
// (人文学院 is not 文学院).
const foreignUnits = `
人文学院 天文学院 外文学院 中文学院 理学院 工学院 美术学院 数学学院 数学与统计学院 物理学院 化学学院 法学院 政法学院 经济学院 管理学院 商学院 工商学院 教育学院 医学院 国际学院 国际教育学院 国际商学院 艺术学院 设计学院 美术与设计学院 新闻学院 传媒学院 新闻与传播学院 文学与传媒学院 文学与新闻学院 人文与社会科学学院 电子学院 电气学院 信息学院 信息工程学院
环境学院 环境与化学学院 化工学院 化学与环境学院 食品学院 旅游学院 历史学院 历史文化学院 旅游与历史文化学院 继续教育学院 公共管理学院 心理学院 地理学院 生物学院 农学院 林学院 药学院 护理学院 建筑学院 土木学院 材料学院 能源学院 自动化学院 软件学院 计算机学院 网络安全学院 创新创业学院 职业技术学院 国防教育学院 研究生院 研究生学院 学前教育学院 特殊教育学院 初等教育学院 舞蹈学院 影视学院
中医学院 口腔学院 海洋学院 航空学院 交通学院 纺织学院 服装学院 财经学院 会计学院 金融学院 统计学院 社会学院 哲学院 东方学院 珠宝学院 光电学院 电子与电气工程学院 电子信息学院 机电工程学院
`
