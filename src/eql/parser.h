// Tokens to a tree. The grammar:
//
//   query       = ( filter | sequence | sample ) { "|" ("head" | "tail") integer } END
//   filter      = category "where" or_expr
//   category    = "any" | name | string
//   sequence    = "sequence" ["by" keys] ["with" "maxspan" "=" integer unit] { item }
//                 ["until" item]
//   sample      = "sample" ["by" keys] { item }
//   item        = ["!"] "[" filter "]" ["by" keys] ["with" "runs" "=" integer]
//   keys        = ["?"] field { "," ["?"] field }
//   unit        = "ms" | "s" | "m" | "h" | "d"
//   or_expr     = and_expr { "or" and_expr }
//   and_expr    = not_expr { "and" not_expr }
//   not_expr    = "not" not_expr | predicate
//   predicate   = sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=") sum
//                     | ["not"] ("in" | "in~") list
//                     | (":" | "like" | "like~" | "regex" | "regex~") (literal | list) ]
//   list        = "(" literal { "," literal } ")"
//   sum         = product { ("+" | "-") product }
//   product     = unary { ("*" | "/" | "%") unary }
//   unary       = ("-" | "+") unary | primary
//   primary     = literal | call | ["?"] field | "(" or_expr ")"
//   call        = name ["~"] "(" [ or_expr { "," or_expr } ] ")"
//   field       = name { "." name }
//   literal     = string | ["-" | "+"] number | "true" | "false" | "null"
//
// A name is a plain one or one in backquotes; after a dot a keyword is a name too.
//
// After a mistake the parser goes on at the next "and", "or", "," or ")", so that one run tells of
// several. It recurses at most limits::kMaxQueryDepth levels deep.
#pragma once

#include <string_view>
#include <vector>

#include "eql/ast.h"
#include "eql/finding.h"
#include "eql/token.h"

namespace ak::eql {

// `tokens` are lex(text)'s. What could not be parsed is an invalid node.
Ast parse(std::string_view text, const std::vector<Token>& tokens, Findings& findings);

}  // namespace ak::eql
