package io.knarr.fault;

/** What doing the same again can bring. */
public enum Outlook {
    /** It may well succeed a little later. */
    RETRY,
    /** Nothing of the kind succeeds before something outside changes: an outage ends, a quota is raised, a key corrected. */
    PAUSE,
    /** This very input is refused, now and always. */
    GIVE_UP
}
