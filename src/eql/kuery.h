// Kibana's query language (KQL; `language = "kuery"` in a rule file): a second way to write an
// `any where …` query. Text becomes the tree that EQL's parser makes, and from there on there is
// one checker, one compiler and one evaluator. The grammar:
//
//   query      = or_expr END
//   or_expr    = and_expr { "or" and_expr }
//   and_expr   = not_expr { "and" not_expr }
//   not_expr   = "not" not_expr | term
//   term       = "(" or_expr ")" | field ":" values | field ("<" | "<=" | ">" | ">=") literal
//   values     = literal | "(" or_values ")"
//   or_values  = and_values { "or" and_values }
//   and_values = not_value { "and" not_value }
//   not_value  = "not" not_value | values
//   field      = literal
//   literal    = phrase | words
//
// Keywords are recognised in any case of letters. A phrase stands in double quotes and means
// itself; its escapes are \" \\ \t \r \n \uXXXX. Words are all else up to a keyword or one of
// \ ( ) : < > " { }, blanks between them included; `*` in them stands for any run of characters,
// and a backslash takes its meaning from one of those characters, from `*` and from a keyword.
//
// A value is compared exactly, in its case of letters; on an address it may be a CIDR block.
// `field: *` holds when the field is present. A field's name with `*` stands for all fields that
// hold texts (and before `: *` for all fields) with such a name. A value without a field is an
// error: which fields Kibana would search depends on its settings.
#pragma once

#include <string_view>

#include "eql/ast.h"
#include "eql/finding.h"
#include "eql/kuery_token.h"
#include "eql/query.h"

namespace ak::eql {

// As compile() in eql/query.h. Recurses at most limits::kMaxQueryDepth levels deep.
Compilation compile_kuery(std::string_view text);

// `tokens` are lex_kuery(text)'s. What could not be parsed is an invalid node.
Ast parse_kuery(std::string_view text, const std::vector<KueryToken>& tokens, Findings& findings);

}  // namespace ak::eql
