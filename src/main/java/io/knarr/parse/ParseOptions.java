package io.knarr.parse;

import io.knarr.fault.Fault;

/**
 * How long a section may be (behaviour 3.3). Tokens are those of the splitter’s own estimate: 0.7 for a CJK character, 0.3
 * for any other that is not white space.
 *
 * @param maxSectionTokens a section has at most so many tokens
 * @param maxSectionChars and at most so many characters
 * @param smallSectionTokens sections with fewer tokens are merged with their neighbours
 * @param maxHeadingDepth headings of a deeper level (1..6) start no section
 * @param split false: every document stays one file, however long ({@code parse_mode=no_split})
 */
public record ParseOptions(
        int maxSectionTokens, int maxSectionChars, int smallSectionTokens, int maxHeadingDepth, boolean split) {
    public static final ParseOptions DEFAULT = new ParseOptions(2048, 6000, 512, 6, true);

    public ParseOptions {
        if (maxSectionTokens < 16 || maxSectionChars < 16) {
            throw Fault.invalid("A section needs room for at least 16 tokens and 16 characters, not " + maxSectionTokens
                    + " and " + maxSectionChars);
        }
        if (maxHeadingDepth < 1 || maxHeadingDepth > 6) {
            throw Fault.invalid("max_heading_depth is a heading level, 1 to 6, not " + maxHeadingDepth);
        }
    }

    public ParseOptions unsplit() {
        return new ParseOptions(maxSectionTokens, maxSectionChars, smallSectionTokens, maxHeadingDepth, false);
    }
}
