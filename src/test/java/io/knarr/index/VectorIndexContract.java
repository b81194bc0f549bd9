package io.knarr.index;

import org.junit.jupiter.api.Nested;

/**
 * What every {@link VectorIndex} keeps. A subclass says only how to open one.
 *
 * <p>Whatever a topic stores for its account it also stores, with another summary, for a decoy account; no answer may show it.
 */
public abstract class VectorIndexContract implements IndexOpener {
    @Nested
    class Life extends LifeTopic {
        Life() {
            super(VectorIndexContract.this);
        }
    }

    @Nested
    class Writing extends WritingTopic {
        Writing() {
            super(VectorIndexContract.this);
        }
    }

    @Nested
    class Relocating extends RelocatingTopic {
        Relocating() {
            super(VectorIndexContract.this);
        }
    }

    @Nested
    class Nearest extends NearestTopic {
        Nearest() {
            super(VectorIndexContract.this);
        }
    }

    @Nested
    class Words extends WordsTopic {
        Words() {
            super(VectorIndexContract.this);
        }
    }

    @Nested
    class Filtering extends FilterTopic {
        Filtering() {
            super(VectorIndexContract.this);
        }
    }

    @Nested
    class Scanning extends ScanTopic {
        Scanning() {
            super(VectorIndexContract.this);
        }
    }
}
