-- SPDX-FileCopyrightText: 2026 The JobQ authors
-- SPDX-License-Identifier: MIT
-- Everything that can be bound, as the server's text shows it. It's a comment with an apostrophe and a :placeholder.
SELECT :text::text, /* :not /* :nested */ */ :number::bigint, :real::float8, :flag::boolean, :at::timestamptz::text,
       :texts::text[], :numbers::bigint[], :reals::float8[], ':literal', $tag$ :dollar 'quoted $tag$,
       (ARRAY[10, 20, 30])[1:2]::text, date_part('epoch', :at::timestamptz);
