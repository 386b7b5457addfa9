package com.sun.mail.smtp;

/** A stand-in for the class of this name, of a version without the method that is asked for. */
@SuppressWarnings("serial")
public class SMTPSendFailedException extends Exception {}
