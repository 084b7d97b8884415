package phrase

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
)

// roles is what an account may do, as far as it changes what words mean.
type roles uint16

const (
	roleLeader   roles = 1 << iota // 校领导: reports for himself
	roleDelegate                   // secretary or office: reports for others
	roleMiddle                     // 中层, 学院书记和院长: Art. 8 and 5.4a
	roleOffice                     // 党委办, 校长办: rosters, papers, lists of everybody
	roleOfficer                    // 信访专员
	roleHandler                    // 承办人
	roleAssessor                   // 考核小组, 纪委办
	roleMarxism                    // 马克思主义学院
	roleAdmin                      // 系统管理员
)

// Sets of roles that are asked for together.
const (
	reporters = roleLeader | roleDelegate | roleMiddle | roleOffice | roleMarxism | roleAssessor
	desks     = roleOffice | roleOfficer | roleAssessor
)

func (r roles) any(want roles) bool { return r&want != 0 }

// public tells whether somebody files petitions rather than handles them: students, teachers, parents, everybody without an office.
func (r roles) public() bool { return r == 0 || r == roleAdmin }

// rolesOf gives the roles of a role word of the configuration or of the corpus; 0 for students, teachers and everybody else.
func rolesOf(word string) roles {
	switch policy.Role(word) {
	case policy.Leader:
		return roleLeader
	case policy.Secretary:
		return roleDelegate
	case policy.PartyOffice, policy.PresidentOffice:
		return roleDelegate | roleOffice
	case policy.PetitionOfficer:
		return roleOfficer
	case policy.DisciplineOffice, policy.AssessmentGroup:
		return roleAssessor
	case policy.MarxismSchool:
		return roleDelegate | roleMarxism
	case policy.UnitedFront, policy.RetireeOffice, policy.AcademicAffairs:
		return roleDelegate
	case policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel:
		return roleMiddle
	case policy.Handler:
		return roleHandler
	case policy.Admin:
		return roleAdmin
	}
	return 0
}

// roles gives what the speaker may do.
func (c *Context) roles() roles {
	if c.Who == nil {
		word, _, _ := strings.Cut(c.Role, ":")
		return rolesOf(word)
	}
	var all roles
	for _, r := range c.Who.Roles {
		all |= rolesOf(string(r))
	}
	return all
}

// Role reads who is meant by a word on the command line: the id or the name of a member, or a role such as "leader:林晓峰", "secretary" or "student".
// It gives the Who and Role of a Context; whoever has no entry in the directory has no Who.
func (r *Reader) Role(as string) (Context, error) {
	word, name, named := strings.Cut(as, ":")
	if named {
		as = name
	}
	for i := range r.school.Members {
		if m := &r.school.Members[i]; m.ID == as || m.Name == as {
			return Context{Who: m, Role: word}, nil
		}
	}
	if named {
		return Context{}, fmt.Errorf("phrase: nobody of the school is called %q", name)
	}
	if rolesOf(word) == 0 && !plainRole(word) {
		return Context{}, fmt.Errorf("phrase: %q is neither a member nor a role", as)
	}
	return Context{Role: word}, nil
}

// plainRole tells whether the word names somebody without an office: the members of the configuration and of the corpus.
func plainRole(word string) bool {
	switch word {
	case "", "teacher", "student", "staff", "retiree", "nonparty", "outsider", "parent", "member":
		return true
	}
	return false
}
