// Lucene's syntax of regular expressions, as Elasticsearch reads it, in RE2's syntax.
//
//   union     = concat { "|" concat }
//   concat    = repeat { repeat }
//   repeat    = atom { "?" | "*" | "+" | "{" n ["," [m]] "}" }
//   atom      = "." | "@" | "#" | "(" [union] ")" | class | quoted | escape | any other character
//   class     = "[" ["^"] item { item } "]"
//   item      = character ["-" character] | escape
//   quoted    = '"' text '"'                       its characters are literals
//   escape    = "\d" "\D" "\s" "\S" "\w" "\W" | "\" any other character, a literal
//
// "." is any character, a newline included; "@" is any text; "#" matches nothing. "^", "$" and the
// letter after a backslash, but for those six, are literals. There is nothing lazy: in "a*?" the
// second operator applies to "a*". Elasticsearch reads an unescaped "~" as complement, "&" as
// intersection, "<" as the beginning of an interval of numbers. None of them can be had in linear
// time and space, so that they are errors here, and never taken for literals.
//
// Source: https://www.elastic.co/guide/en/elasticsearch/reference/current/regexp-syntax.html
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace ak::eql {

// What ignores case does so for ASCII letters. The error completes "the regular expression …".
// REQUIRES: `expression` is UTF-8.
Result<std::string> translate_regex(std::string_view expression, bool ignore_case);

}  // namespace ak::eql
