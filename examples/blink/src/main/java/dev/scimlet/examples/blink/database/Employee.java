package dev.scimlet.examples.blink.database;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody who works for a customer. */
public final class Employee {

    private @Nullable String number;
    private @Nullable String login;
    private @Nullable String directoryId;
    private boolean employed = true;
    private @Nullable String firstName;
    private @Nullable String lastName;
    private @Nullable String jobTitle;
    private @Nullable String workMail;
    private @Nullable String officePhone;
    private @Nullable String cellPhone;
    private @Nullable String staffNumber;
    private @Nullable String department;
    private @Nullable String boss;
    private @Nullable String company;
    private @Nullable String about;
    private @Nullable String site;
    private long revision;
    private @Nullable Instant created;
    private @Nullable Instant changed;

    /** The number that the application knows the employee by, for ever. */
    public @Nullable String number() {
        return number;
    }

    public void setNumber(@Nullable String value) {
        this.number = value;
    }

    public @Nullable String login() {
        return login;
    }

    public void setLogin(@Nullable String value) {
        this.login = value;
    }

    public @Nullable String directoryId() {
        return directoryId;
    }

    public void setDirectoryId(@Nullable String value) {
        this.directoryId = value;
    }

    public boolean isEmployed() {
        return employed;
    }

    public void setEmployed(boolean value) {
        this.employed = value;
    }

    public @Nullable String firstName() {
        return firstName;
    }

    public void setFirstName(@Nullable String value) {
        this.firstName = value;
    }

    public @Nullable String lastName() {
        return lastName;
    }

    public void setLastName(@Nullable String value) {
        this.lastName = value;
    }

    public @Nullable String jobTitle() {
        return jobTitle;
    }

    public void setJobTitle(@Nullable String value) {
        this.jobTitle = value;
    }

    public @Nullable String workMail() {
        return workMail;
    }

    public void setWorkMail(@Nullable String value) {
        this.workMail = value;
    }

    public @Nullable String officePhone() {
        return officePhone;
    }

    public void setOfficePhone(@Nullable String value) {
        this.officePhone = value;
    }

    public @Nullable String cellPhone() {
        return cellPhone;
    }

    public void setCellPhone(@Nullable String value) {
        this.cellPhone = value;
    }

    public @Nullable String staffNumber() {
        return staffNumber;
    }

    public void setStaffNumber(@Nullable String value) {
        this.staffNumber = value;
    }

    public @Nullable String department() {
        return department;
    }

    public void setDepartment(@Nullable String value) {
        this.department = value;
    }

    /** The number of the employee whom this one reports to. */
    public @Nullable String boss() {
        return boss;
    }

    public void setBoss(@Nullable String value) {
        this.boss = value;
    }

    public @Nullable String company() {
        return company;
    }

    public void setCompany(@Nullable String value) {
        this.company = value;
    }

    public @Nullable String about() {
        return about;
    }

    public void setAbout(@Nullable String value) {
        this.about = value;
    }

    public @Nullable String site() {
        return site;
    }

    public void setSite(@Nullable String value) {
        this.site = value;
    }

    /** Counts the changes of the row. */
    public long revision() {
        return revision;
    }

    public void setRevision(long value) {
        this.revision = value;
    }

    public @Nullable Instant created() {
        return created;
    }

    public void setCreated(@Nullable Instant value) {
        this.created = value;
    }

    public @Nullable Instant changed() {
        return changed;
    }

    public void setChanged(@Nullable Instant value) {
        this.changed = value;
    }
}
