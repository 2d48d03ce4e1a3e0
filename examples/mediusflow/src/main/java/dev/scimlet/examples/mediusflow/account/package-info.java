/**
 * The accounts-payable side: accounts, groups, roles, companies and what new accounts get.
 *
 * <p>Start at {@link dev.scimlet.examples.mediusflow.account.Accounts}. Companies and roles come from the application;
 * accounts and groups come from the directory. {@link dev.scimlet.examples.mediusflow.account.UserConfigurations} says
 * what a new account gets that the directory does not send. What is here reads for the console; it knows no SCIM.
 */
@NullMarked
package dev.scimlet.examples.mediusflow.account;

import org.jspecify.annotations.NullMarked;
