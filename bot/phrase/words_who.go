package phrase

// surnames are the characters that open a name when a title follows. A surname that is also an everyday character counts only there.
const surnames = `王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮蔺楼盘占言宦揭练冼庾植区练利`

// notInNames are the characters that end a name wherever they stand.
const notInNames = `的了是在和与跟同对把被给让请去到听看讲上课我你他她们这那个位名些老师生有没不也都还又很就才吗呢吧啊是姓叫教授为从向由及等共一二三四五六七八九十两几校院处部室办长`

// beforeNames are the characters that may stand right before a name inside a run of text.
const beforeNames = `的了听由请是和跟与同在上去到课门节时为有找问叫给让位个名授教对向从含及看访约邀陪见和嗯啊吧呢后午天日号晚`

// posts are offices that one person of the school or of a unit holds; the name of the person is in the directory.
var posts = []struct {
	words string
	post  string // as policy names it; "" for posts that several people hold
	unit  bool   // of a unit, which stands before it
}{
	{"党委书记 校党委书记 学校党委书记 书记", "学校党委书记", false},
	{"校长", "校长", false},
	{"党委副书记 校党委副书记 副书记", "党委副书记", false},
	{"副校长 副校", "副校长", false},
	{"纪委书记 校纪委书记", "纪委书记", false},
	{"院长", "二级学院院长", true},
	{"副院长 系主任 处长 副处长 部长 副部长 主任 副主任 馆长 副馆长 所长 科长 主席 秘书长 总支书记 院党委书记 支部书记 主委 副主委 会长 副会长 社长", "", true},
}

// titles stand behind the name of somebody who need not be in the directory.
const titles = "老师 教授 副教授 讲师 老教授 博士 老师傅 师傅 导师 辅导员 同学 同志 先生 女士"

// partyWords are the democratic parties and those without one (民主党派, 无党派).
var partyWords = []struct{ words, name string }{
	{"民盟 民主同盟 民盟支部 民盟总支 民盟基层", "民盟"},
	{"民革 民革支部", "民革"},
	{"民建 民主建国会 民建支部", "民建"},
	{"民进 民主促进会 民进支部", "民进"},
	{"农工党 农工民主党 农工 农工党支部", "农工党"},
	{"致公党 致公 致公党支部", "致公党"},
	{"九三学社 九三 九三支社 九三学社支社", "九三学社"},
	{"台盟", "台盟"},
	{"无党派 无党派人士 无党派代表人士 无党派代表", "无党派"},
	{"民主党派 党外人士 党外 党外代表人士 党外代表 党外知识分子 党外干部 党外教师 民主党派负责人 民主党派成员 党派", "党外"},
	{"知联会 侨联 欧美同学会 留联会", "党外"},
}

// crowdWords are the people one meets: audiences. The text of a record is what was said; only words that are people stand here.
const crowdWords = `
学生 同学 同学们 学生们 学生代表 学生骨干 学生干部 学生会干部 学生会 班干部 班委 班长 团干部 团支书 舍长 宿舍长 社团负责人 学生党员 新生 大一新生 老生 毕业生 应届毕业生 毕业班 毕业班学生 本科生 专科生 研究生 硕士生 博士生 硕士研究生 博士研究生 留学生 国际学生 大一学生 大二学生 大三学生 大四学生 大一 大二 大三 大四 大一的同学 大一同学 大二同学 大三同学 大四同学
研一 研二 研三 贫困生 困难学生 贫困学生 少数民族学生 国防生 师范生 转专业学生 考研学生 留校学生 住校生 走读生 入党积极分子 积极分子 发展对象 预备党员 信息员 学生信息员 学习委员 心理委员 志愿者 学生助理 学生家长 家长 家长代表
老师 教师 老师们 教师们 教师代表 老师代表 青年教师 青年老师 年轻教师 年轻老师 青年教师代表 骨干教师 中青年教师 老教师 新进教师 新入职教师 新教师 新老师 任课教师 任课老师 专任教师 一线教师 思政课教师 思政教师 外籍教师 外教 辅导员 班主任 导师 研究生导师 教授 副教授 讲师 教授代表 博士 青年博士 新进博士 海归博士 博士教师 学科带头人 专业负责人 教研室主任 教研室主任们 系主任 系主任们 教研室老师 教研室 教学秘书 督导 教学督导 女教师 女教职工
教职工 教职员工 教工 教工代表 教职工代表 职工 职工代表 员工 行政人员 管理人员 机关干部 中层干部 处级干部 科级干部 干部 干部职工 班子成员 学院班子 党政班子 领导班子 实验员 实验技术人员 后勤员工 后勤职工 食堂员工 食堂职工 保安 保安队员 宿管 宿管阿姨 阿姨 师傅 编外人员 合同工 临时工 工作人员 党员 党员代表 支部书记 支委 党支部书记 科研人员 科研团队 团队负责人
师生 师生代表 师生员工 师生党员 全体师生 广大师生 校友 校友代表 企业代表 用人单位 社区居民 专家 代表 群众 
离退休 离退休人员 离退休老同志 离退休教职工 离退休教师 离退休干部 离退休老干部 离退休党员 退休人员 退休教师 退休老师 退休教职工 退休职工 退休干部 退休老教授 退休教授 退休老同志 老同志 老干部 老领导 老教授 老党员 老专家
`
