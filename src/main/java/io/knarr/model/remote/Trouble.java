package io.knarr.model.remote;

import io.knarr.fault.Outlook;

/** The ways a call to a provider goes wrong (behaviour 3.6), and what follows from each. */
enum Trouble {
    INPUT_TOO_LARGE(Again.NO, Elsewhere.NO, Blame.ALIVE, Outlook.GIVE_UP),
    CONTENT_SAFETY(Again.NO, Elsewhere.NO, Blame.ALIVE, Outlook.GIVE_UP),
    /** The provider does not understand the request. */
    PERMANENT(Again.NO, Elsewhere.NO, Blame.ALIVE, Outlook.GIVE_UP),
    /** Our key is refused. */
    AUTH(Again.NO, Elsewhere.YES, Blame.FOR_LONG, Outlook.PAUSE),
    /** There is no such model, or no such API at this address. */
    MISSING(Again.NO, Elsewhere.YES, Blame.FOR_LONG, Outlook.PAUSE),
    /** The money is spent. */
    QUOTA(Again.NO, Elsewhere.YES, Blame.FOR_LONG, Outlook.PAUSE),
    /** Too many requests. */
    RATE(Again.YES, Elsewhere.YES, Blame.COUNTED, Outlook.PAUSE),
    /** 5xx, or a connection that cannot be made or breaks. */
    TRANSIENT(Again.YES, Elsewhere.YES, Blame.COUNTED, Outlook.RETRY),
    /** No answer in the time of one request. Waiting as long again would help nobody. */
    TIMEOUT(Again.NO, Elsewhere.YES, Blame.COUNTED, Outlook.RETRY),
    /** An answer that is none. */
    GARBAGE(Again.NO, Elsewhere.YES, Blame.COUNTED, Outlook.RETRY),
    /** Not asked: the account is left alone. */
    LEFT_ALONE(Again.NO, Elsewhere.YES, Blame.NONE, Outlook.PAUSE),
    /** Not asked, or not to its end: the caller’s time is over, or the caller is gone. */
    ABANDONED(Again.NO, Elsewhere.NO, Blame.NONE, Outlook.RETRY);

    private final Again again;
    private final Elsewhere elsewhere;
    private final Blame blame;
    private final Outlook outlook;

    private enum Again {
        YES,
        NO
    }

    private enum Elsewhere {
        YES,
        NO
    }

    /** What a breaker makes of it. */
    enum Blame {
        /** It says nothing about the provider. */
        NONE,
        /** The provider works: it judged the input. */
        ALIVE,
        COUNTED,
        /** It will be the same for a long time. */
        FOR_LONG
    }

    Trouble(Again again, Elsewhere elsewhere, Blame blame, Outlook outlook) {
        this.again = again;
        this.elsewhere = elsewhere;
        this.blame = blame;
        this.outlook = outlook;
    }

    /** Whether the same request may be sent again within the same call. */
    boolean isRepeated() {
        return again == Again.YES;
    }

    /** Whether another account may do better. */
    boolean isTriedElsewhere() {
        return elsewhere == Elsewhere.YES;
    }

    Blame blame() {
        return blame;
    }

    Outlook outlook() {
        return outlook;
    }
}
