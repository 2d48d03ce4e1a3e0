/*
 * Filters (RFC 7644 §3.4.2.2) and PATCH paths (§3.5.2), with the names of the RFC where it has one.
 *
 * A blank belongs to the token that it may stand before or behind: no rule has to speak of blanks, and the parser sees
 * few tokens. Blanks around the whole are cut off before.
 */
grammar ScimFilter;

// FILTER
filter : logExp EOF ;

// PATH; a schema URN alone is an attrPath here.
path : ( attrPath | valuePath SUB_ATTR? ) EOF ;

logExp : andExp ( OR andExp )* ;

andExp : factor ( AND factor )* ;

// A sub-attribute behind the bracket is a habit of Entra ID; the reader decides whether that is allowed.
factor
    : attrExp
    | valuePath ( SUB_ATTR comparison )?
    | ( NOT | OPEN ) logExp CLOSE
    ;

attrExp : attrPath comparison ;

attrPath : ATTRNAME | ATTRNAME_SUB_ATTR | URN ;

comparison : PR | COMPARE_OP compValue ;

// Words without quotes, keywords among them, are a habit too.
compValue : TEXT | NUMBER | TRUE | FALSE | NULL | WORD | PR | COMPARE_OP ;

// The attrPath before a bracket has no subAttr.
valuePath : ( ATTRNAME | URN ) OPEN_BRACKET valFilter CLOSE_BRACKET ;

// As logExp, but only on sub-attributes, and without value paths (errata 4690 and 7322).
valFilter : valAndExp ( OR valAndExp )* ;

valAndExp : valFactor ( AND valFactor )* ;

valFactor
    : ATTRNAME comparison
    | ( NOT | OPEN ) valFilter CLOSE
    ;

OR options { caseInsensitive = true; } : SP+ 'or' SP+ ;

AND options { caseInsensitive = true; } : SP+ 'and' SP+ ;

// Before a parenthesis "not" is the operator, in every other place it is a name.
NOT options { caseInsensitive = true; } : 'not' SP* '(' SP* ;

PR options { caseInsensitive = true; } : SP+ 'pr' ;

COMPARE_OP options { caseInsensitive = true; }
    : SP+ ( 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le' )
    ;

OPEN : '(' SP* ;

CLOSE : SP* ')' ;

OPEN_BRACKET : '[' SP* ;

CLOSE_BRACKET : SP* ']' ;

TRUE : SP+ 'true' ;

FALSE : SP+ 'false' ;

NULL : SP+ 'null' ;

NUMBER : SP+ '-'? ( '0' | [1-9] DIGIT* ) ( '.' DIGIT+ )? ( [eE] [+-]? DIGIT+ )? ;

// The reader decodes the escapes, and refuses those that JSON does not have.
TEXT : SP* '"' ( ~["\\] | '\\' . )* '"' ;

UNCLOSED_TEXT : SP* '"' ( ~["\\] | '\\' . )* '\\'? ;

WORD : SP+ ~[ "()[\]]+ ;

ATTRNAME : NAME ;

ATTRNAME_SUB_ATTR : NAME '.' NAME ;

SUB_ATTR : '.' NAME ;

// With the attribute behind it: where the URN ends depends on the schemas that are known.
URN options { caseInsensitive = true; } : 'urn:' [-a-z0-9._~!$&'*+,;=:@/%]* ;

// Whatever else there is, so that every mistake is found by the parser.
OTHER : . ;

fragment NAME : [a-zA-Z$] [-a-zA-Z0-9_$]* ;

fragment DIGIT : [0-9] ;

fragment SP : ' ' ;
