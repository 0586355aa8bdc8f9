#include "eql/parser.h"

#include <gtest/gtest.h>

#include "eql/lexer.h"
#include "eql/printer.h"
#include "support/eql/dump.h"

namespace ak::eql {
namespace {

struct Case {
  std::string_view query, tree;
};

const Case kTrees[] = {
    {"process where true", "(where process true)"},
    {"any where false", "(where any false)"},
    {"\"file\" where true", "(where file true)"},
    {"\"any\" where true", "(where any true)"},
    {"`odd name` where true", "(where odd name true)"},

    // Precedence: not, and, or.
    {"any where a or b and c", "(where any (or a (and b c)))"},
    {"any where not a and b", "(where any (and (not a) b))"},
    {"any where not a == 1 or b", "(where any (or (not (== a 1)) b))"},
    {"any where not (a or b)", "(where any (not (or a b)))"},
    {"any where not not a", "(where any (not (not a)))"},
    {"any where not a in (1)", "(where any (not (in a 1)))"},
    {"any where (a or b) and (c or d)", "(where any (and (or a b) (or c d)))"},
    {"any where a or (b or c) or d", "(where any (or a b c d))"},
    {"any where (a and (b and c)) and d", "(where any (and a b c d))"},

    // Comparisons.
    {"any where a == 1 and b != \"x\"", "(where any (and (== a 1) (!= b \"x\")))"},
    {"any where a < -1 or b >= +2", "(where any (or (< a -1) (>= b 2)))"},
    {"any where 1 <= a", "(where any (<= 1 a))"},
    {"any where a > 1.5", "(where any (> a 1.500000))"},
    {"any where a == null and b == true", "(where any (and (== a null) (== b true)))"},
    {"any where (a) == (1)", "(where any (== a 1))"},

    // Lists and patterns.
    {"any where a in (1, \"b\", true)", "(where any (in a 1 \"b\" true))"},
    {"any where a not in~ (\"b\")", "(where any (not-in~ a \"b\"))"},
    {"any where a : \"b*\"", "(where any (: a \"b*\"))"},
    {"any where a:(\"b\",\"c\")", "(where any (: a \"b\" \"c\"))"},
    {"any where a like \"b\" or a like~ (\"c\")",
     "(where any (or (like a \"b\") (like~ a \"c\")))"},
    {"any where a regex~ (\"b\", \"c\")", "(where any (regex~ a \"b\" \"c\"))"},
    {"any where a in (-1, +1.5)", "(where any (in a -1 1.500000))"},

    // Fields.
    {"any where a.b.c", "(where any a.b.c)"},
    {"any where ?a.b == null", "(where any (== ?a.b null))"},
    {"any where `a b`.`c`", "(where any a b.c)"},
    {"any where a.in.any.where", "(where any a.in.any.where)"},
    {"any where a . b", "(where any a.b)"},
    {"any where @timestamp", "(where any @timestamp)"},

    // Arithmetic and functions.
    {"any where a + 1 - 2 == 3", "(where any (== (- (+ a 1) 2) 3))"},
    {"any where a + 2 * -b % 3 == 0", "(where any (== (+ a (% (* 2 (minus b)) 3)) 0))"},
    {"any where -(a + 1) < 0", "(where any (< (minus (+ a 1)) 0))"},
    {"any where - -1 == 1", "(where any (== 1 1))"},
    {"any where length(a) > 1", "(where any (> (call length a) 1))"},
    {"any where startsWith~(a, \"b\", c.d)", "(where any (call startsWith~ a \"b\" c.d))"},
    {"any where f()", "(where any (call f))"},
    {"any where f(g(a), b == 1)", "(where any (call f (call g a) (== b 1)))"},

    // Sequences, samples, pipes.
    {"sequence [a where b] [any where c]", "(sequence (where a b) (where any c))"},
    {"sequence by a, ?b with maxspan=30s [any where c] [any where d] by e",
     "(sequence (by a ?b) (maxspan 30000) (where any c) (where any d) (by e))"},
    {"sequence with maxspan = 1d [any where c] by `odd f`, g with runs=3 until [any where d]",
     "(sequence (maxspan 86400000) (where any c) (by odd f g) (runs 3) (until (where any d)))"},
    {"sequence with maxspan=5m ![any where c] [any where d == [1]]", "error E021"},
    {"sequence with maxspan=2h ![any where c] [any where d]",
     "(sequence (maxspan 7200000) !(where any c) (where any d))"},
    {"sequence with maxspan=250ms [any where c][any where d]with runs=2",
     "(sequence (maxspan 250) (where any c) (where any d) (runs 2))"},
    {"sample by a.b [x where c] [y where d]", "(sample (by a.b) (where x c) (where y d))"},
    {"sequence [\"any\" where c] [any where d] | head 5",
     "(sequence (where any c) (where any d)) | head 5"},
    {"any where a | head 10 | tail 3", "(where any a) | head 10 | tail 3"},

    // Comments and blanks anywhere.
    {"any/**/where//\na/* b */==\n1", "(where any (== a 1))"},
};

TEST(Parser, BuildsTheTree) {
  for (const Case& c : kTrees) EXPECT_EQ(test::parse_and_dump(c.query), c.tree) << c.query;
}

TEST(Printer, ParsingWhatWasPrintedGivesTheSameTree) {
  for (const Case& c : kTrees) {
    Findings findings;
    const Ast ast = parse(c.query, lex(c.query, findings), findings);
    EXPECT_EQ(test::parse_and_dump(print(ast)), c.tree) << print(ast);
  }
}

TEST(Printer, HasOneCanonicalForm) {
  const Case cases[] = {
      {"\"process\" where(true)", "process where true"},
      {"\"any\" where ((a) or ((b)))", "any where a or b"},
      {"`odd name` where `in` == 1", "\"odd name\" where `in` == 1"},
      {"any where `a`.`b``c`", "any where `a.b``c`"},
      {"any where not(not(a and b))", "any where not not (a and b)"},
      {"any where a:(\"x\") or a:(\"y\",\"z\")", "any where a : \"x\" or a : (\"y\", \"z\")"},
      {"any where a not in~(\"\"\"\\d\"\"\")", "any where a not in~ (\"\\\\d\")"},
      {"any where a == \"\\u{01}\\n\"", "any where a == \"\\u{01}\\n\""},
      {"any where a-(b-c)*2 == 1e30", "any where a - (b - c) * 2 == 1e+30"},
      {"any where a == 2.", "any where a == 2.0"},
      {"any where (a == 1) == true", "any where (a == 1) == true"},
      {"any where f~( a,(b or c) )", "any where f~(a, b or c)"},
  };
  for (const Case& c : cases) {
    Findings findings;
    EXPECT_EQ(print(parse(c.query, lex(c.query, findings), findings)), c.tree) << c.query;
  }
}

TEST(Parser, GoesOnAfterAMistake) {
  const Case cases[] = {
      {"any where a == and b == or c ==", "error E021 E021 E021"},
      {"any where (a == ) and (b in ()) or 1 <", "error E021 E026 E021"},
      {"any where a in (b, \"c\", d) and e =", "error E027 E027 E012"},
      {"any where f(==, a) and b c", "error E021 E021"},
      {"any where ((a ==) and (b ==)", "error E023 E021 E021"},
      {"any where a b (c d) e and f g", "error E021 E021"},
      {"any where a == (1, 2, 3) and b =", "error E025 E012"},
  };
  for (const Case& c : cases) EXPECT_EQ(test::parse_and_dump(c.query), c.tree) << c.query;
}

}  // namespace
}  // namespace ak::eql
